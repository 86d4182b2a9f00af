using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Motia.Embedded.Calls;
using Orleans.Runtime;

namespace Motia.Embedded.Observers;

/// <summary>A reference to an object that is not a grain.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
internal class ObserverProxy : AddressableProxy
{
    internal ObserverTarget Target { get; private set; } = null!;

    internal override GrainId GrainId => Target.GrainId;

    internal ObserverProxy To(ObserverTarget target)
    {
        var copy = (ObserverProxy)Copy();
        copy.Target = target;
        return copy;
    }

    internal override void Send(Request request) => Target.TrySend(request);

    private protected override GrainMethod Find(MethodInfo info) => Target.Method(info);
}
