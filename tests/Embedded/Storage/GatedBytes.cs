using System.Buffers;

namespace Motia.Embedded.Tests.Storage;

/// <summary>A record's bytes that stop the store's thread where it reads them, inside its transaction, until the gate opens.</summary>
internal sealed class GatedBytes : MemoryManager<byte>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly byte[] _bytes = [1];
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();

    /// <summary>Completes when the store's thread stands at the gate: what is queued from now on waits.</summary>
    public Task Reached => _reached.Task.WaitAsync(Patience);

    public void Open() => _open.Set();

    public override Memory<byte> Memory => CreateMemory(_bytes.Length);

    public override Span<byte> GetSpan()
    {
        _reached.TrySetResult();
        Assert.True(_open.Wait(Patience));
        return _bytes;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() => throw new NotSupportedException();

    protected override void Dispose(bool disposing) => _open.Dispose();
}
