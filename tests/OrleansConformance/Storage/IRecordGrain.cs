using Orleans.Concurrency;

namespace Motia.OrleansConformance.Tests.Storage;

public interface IRecordGrain : IGrainWithStringKey
{
    Task<string?> Get();

    /// <summary>The value as OnActivateAsync saw it.</summary>
    Task<string?> GetAtActivation();

    Task<bool> Exists();

    Task<string?> Etag();

    /// <summary>Which activation this is.</summary>
    Task<Guid> Which();

    Task Set(string value);

    /// <summary>Sets the value, writes, and catches a conflict; gives its type's name, or an empty text.</summary>
    Task<string> TrySet(string value);

    Task Reread();

    Task Clear();

    Task Deactivate();

    /// <summary>Writes three values without waiting in between.</summary>
    Task SetThrice();

    /// <summary>The type of what is thrown when the state is reached from another thread.</summary>
    Task<string> ReachOutsideATurn();

    /// <summary>Writes the record behind the grain's back, through the storage provider, as another silo might.</summary>
    [AlwaysInterleave]
    Task WriteBehind(string value);
}
