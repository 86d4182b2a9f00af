using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Motia.Embedded.Activations;
using Orleans.Runtime;

namespace Motia.Embedded.Calls;

/// <summary>A reference to a grain.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
internal class GrainProxy : AddressableProxy
{
    private ICallTarget? _target;

    internal GrainTypeEntry Type { get; private set; } = null!;

    internal string Key { get; private set; } = null!;

    internal override GrainId GrainId => GrainId.Create(Type.GrainType, Key);

    /// <summary>A reference of the same interface to another grain.</summary>
    internal GrainProxy To(GrainTypeEntry type, string key)
    {
        var copy = (GrainProxy)Copy();
        copy._target = null;
        copy.Type = type;
        copy.Key = key;
        return copy;
    }

    internal override void Send(Request request)
    {
        try
        {
            var target = _target ??= Type.Route(Key);
            while (!target.TrySend(request))
            {
                _target = target = Type.Route(Key);
            }
        }
        catch (SiloUnavailableException unavailable)
        {
            request.Fail(unavailable);
        }
    }

    private protected override GrainMethod Find(MethodInfo info) => Type.Method(info);
}
