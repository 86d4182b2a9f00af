using Motia.Silo.Runners.Protocol;

namespace Motia.Silo.Runners;

/// <summary>Answers what the handler of one call asks for.</summary>
internal interface IRunnerRequests
{
    /// <summary>Begins to answer a request; called in the order in which they were sent.</summary>
    /// <param name="request">What it asks for.</param>
    /// <param name="body">What is written.</param>
    /// <returns>JSON, or empty.</returns>
    Task<ReadOnlyMemory<byte>> AnswerAsync(RequestMeta request, ReadOnlyMemory<byte> body);
}
