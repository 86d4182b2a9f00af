namespace Motia.Embedded.Calls;

/// <summary>What requests are sent to: an activation, the activations of a stateless worker, or an observer.</summary>
internal interface ICallTarget
{
    /// <summary>Takes the request; false when the target has ended and the request must be routed anew.</summary>
    bool TrySend(Request request);

    /// <summary>The caller has its answer already: the request need not start, and if it runs, its token is cancelled.</summary>
    void Withdraw(Request request);

    /// <summary>The request has ended.</summary>
    void OnEnded(Request request, Exception? failure);

    /// <summary>The request goes on beyond its first turn, so that its deadline must be watched.</summary>
    void OnSuspended(Request request);
}
