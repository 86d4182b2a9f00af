namespace Motia.Embedded.Calls;

/// <summary>What holds a request from the moment it is taken to its end: an activation or an observer.</summary>
internal interface IRequestHolder
{
    /// <summary>The caller has its answer already: the request need not start, and if it runs, its token is cancelled.</summary>
    void Withdraw(Request request);

    /// <summary>The request goes on beyond its first turn, so that its deadline must be watched.</summary>
    void OnSuspended(Request request);

    /// <summary>The request has ended.</summary>
    void OnEnded(Request request, Exception? failure);

    /// <summary>Times out what is late; false when nothing is left to watch.</summary>
    bool Expire(long now);
}
