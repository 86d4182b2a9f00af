using System.Reflection;
using Orleans.Runtime;

namespace Motia.Embedded.Calls;

/// <summary>A reference. The runtime derives a class from it for every interface, whose methods all end in <see cref="Invoke"/>.</summary>
internal abstract class AddressableProxy : DispatchProxy, IAddressable, IEquatable<AddressableProxy>
{
    // The method called last through this reference: most references are used for one method.
    private GrainMethod? _last;

    internal abstract GrainId GrainId { get; }

    /// <summary>Brings the request to its target.</summary>
    internal abstract void Send(Request request);

    private protected abstract GrainMethod Find(MethodInfo info);

    /// <inheritdoc />
    protected sealed override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = _last;
        if (method is null || !ReferenceEquals(method.Info, targetMethod))
        {
            _last = method = Find(targetMethod!);
        }

        return method.Call(this, args ?? []);
    }

    /// <summary>A copy, faster than making a proxy anew; the caller sets what it points at.</summary>
    private protected AddressableProxy Copy()
    {
        var copy = (AddressableProxy)MemberwiseClone();
        copy._last = null;
        return copy;
    }

    /// <summary>References to the same thing are equal, whatever their interface.</summary>
    public bool Equals(AddressableProxy? other) => other is not null && (ReferenceEquals(this, other) || GrainId.Equals(other.GrainId));

    /// <inheritdoc />
    public sealed override bool Equals(object? obj) => Equals(obj as AddressableProxy);

    /// <inheritdoc />
    public sealed override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc />
    public sealed override string ToString() => $"GrainReference:{GrainId}";
}
