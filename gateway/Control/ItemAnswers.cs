using Microsoft.AspNetCore.Http;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary>What the grains of state and streams answer, as the control surface tells it.</summary>
internal static class ItemAnswers
{
    /// <summary>Throws unless a call was done.</summary>
    public static void Demand(StateOutcome outcome, string? message)
    {
        if (outcome is StateOutcome.Invalid or StateOutcome.Unavailable)
        {
            throw new ControlException(message!, outcome == StateOutcome.Invalid ? StatusCodes.Status400BadRequest : StatusCodes.Status503ServiceUnavailable);
        }
    }
}
