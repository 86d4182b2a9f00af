using Microsoft.AspNetCore.Http;

namespace Motia.Gateway.Control;

/// <summary>A control request that can't be answered as asked; its message is for the caller.</summary>
internal sealed class ControlException(string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public int Status { get; } = status;
}
