namespace Motia.Embedded.Calls;

/// <summary>Where calls of one key go: an activation, the activations of a stateless worker, or an observer.</summary>
internal interface ICallTarget
{
    /// <summary>Takes the request; false when the target has ended and the request must be routed anew.</summary>
    bool TrySend(Request request);
}
