namespace Motia.Embedded.Calls;

/// <summary>Something that holds requests with deadlines.</summary>
internal interface IWatched
{
    /// <summary>Times out what is late; false when nothing is left to watch.</summary>
    bool Expire(long now);
}
