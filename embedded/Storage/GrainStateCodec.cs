namespace Motia.Embedded.Storage;

/// <summary>How the one type of state that a storage provider takes becomes bytes, and bytes become it.</summary>
public sealed class GrainStateCodec
{
    private GrainStateCodec(Type stateType, Func<object, ReadOnlyMemory<byte>> encode, Func<ReadOnlyMemory<byte>, object> decode)
    {
        StateType = stateType;
        Encode = encode;
        Decode = decode;
    }

    internal Type StateType { get; }

    internal Func<object, ReadOnlyMemory<byte>> Encode { get; }

    internal Func<ReadOnlyMemory<byte>, object> Decode { get; }

    /// <summary>A codec for a state that holds nothing but bytes.</summary>
    /// <param name="bytesOf">The bytes, which nobody changes afterwards.</param>
    /// <param name="stateOf">The state with these bytes.</param>
    public static GrainStateCodec For<TState>(Func<TState, ReadOnlyMemory<byte>> bytesOf, Func<ReadOnlyMemory<byte>, TState> stateOf)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(bytesOf);
        ArgumentNullException.ThrowIfNull(stateOf);
        return new(typeof(TState), state => bytesOf((TState)state), stateOf);
    }
}
