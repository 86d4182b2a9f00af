using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Api;

/// <summary>How one api step answers.</summary>
internal interface IApiHandler
{
    /// <summary>Answers a request.</summary>
    /// <exception cref="BadBodyException">The body is not what its content type says.</exception>
    /// <exception cref="StepUnavailableException">What runs the step cannot take the request, or ended under it.</exception>
    Task<ApiAnswer> AnswerAsync(CallRequest request, ApiContext context);
}
