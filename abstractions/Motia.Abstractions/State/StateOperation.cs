namespace Motia;

/// <summary>One step of <see cref="IState.UpdateAsync{T}"/>. A path is dot-separated, <c>""</c> is the value itself; missing objects on the way are made.</summary>
public sealed record StateOperation
{
    private StateOperation(string type, string path) => (Type, Path) = (type, path);

    /// <summary><c>set</c>, <c>merge</c>, <c>increment</c>, <c>decrement</c> or <c>remove</c>.</summary>
    public string Type { get; }

    /// <summary>Where in the value.</summary>
    public string Path { get; }

    /// <summary>What <c>set</c> writes and <c>merge</c> merges in; serialized as JSON.</summary>
    public object? Value { get; private init; }

    /// <summary>By how much <c>increment</c> and <c>decrement</c> change a number.</summary>
    public decimal By { get; private init; }

    /// <summary>Writes <paramref name="value"/> at the path.</summary>
    public static StateOperation Set(string path, object? value) => new("set", path) { Value = value };

    /// <summary>Writes each member of the object <paramref name="value"/> into the object at the path, replacing members of the same name.</summary>
    public static StateOperation Merge(string path, object value) => new("merge", path) { Value = value };

    /// <summary>Adds to the number at the path; a missing one counts as 0, anything else is an error.</summary>
    public static StateOperation Increment(string path, decimal by = 1) => new("increment", path) { By = by };

    /// <summary>Subtracts from the number at the path; a missing one counts as 0, anything else is an error.</summary>
    public static StateOperation Decrement(string path, decimal by = 1) => new("decrement", path) { By = by };

    /// <summary>Removes what is at the path; nothing happens if nothing is there.</summary>
    public static StateOperation Remove(string path) => new("remove", path);
}
