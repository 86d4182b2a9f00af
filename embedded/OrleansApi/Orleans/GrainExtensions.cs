using Motia.Embedded.Activations;
using Motia.Embedded.Calls;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The identity of grains and of references to them.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to this grain, to pass on: a grain never passes <c>this</c>.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        grain switch
        {
            null => throw new ArgumentNullException(nameof(grain)),
            GrainProxy proxy => proxy is TGrainInterface same ? same : proxy.Type.CreateReference<TGrainInterface>(proxy.Key),
            Grain instance => Activation.Of(instance).CreateReference<TGrainInterface>(),
            TGrainInterface same and AddressableProxy => same,
            _ => throw NotAGrain(grain),
        };

    /// <summary>The identity of the grain, or of the grain that a reference points at.</summary>
    public static GrainId GetGrainId(this IAddressable grain) =>
        grain switch
        {
            null => throw new ArgumentNullException(nameof(grain)),
            AddressableProxy proxy => proxy.GrainId,
            Grain instance => Activation.Of(instance).GrainId,
            _ => throw NotAGrain(grain),
        };

    /// <summary>The string that the grain is addressed by.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) =>
        grain switch
        {
            null => throw new ArgumentNullException(nameof(grain)),
            GrainProxy proxy => proxy.Key,
            Grain instance => Activation.Of(instance).Key,
            _ => GetGrainId(grain).Key.ToString(),
        };

    private static ArgumentException NotAGrain(IAddressable grain) =>
        new($"{grain.GetType().FullName} is neither a grain that the runtime made nor a reference to one. "
            + "Derive grain classes from Grain, and get references from IGrainFactory.", nameof(grain));
}
