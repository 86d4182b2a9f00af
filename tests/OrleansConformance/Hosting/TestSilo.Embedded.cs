using Motia.Embedded.Storage;
using Motia.OrleansConformance.Tests.Storage;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <content>On Embedded.</content>
public sealed partial class TestSilo
{
    private static void AddRuntime(ISiloBuilder silo, TestSiloOptions options)
    {
        var codec = GrainStateCodec.For<BytesState>(state => state.Bytes, bytes => new BytesState { Bytes = bytes });
        var store = new MemoryRecordStore();
        silo.AddEmbeddedGrainStorage(Records, _ => store, codec);
    }
}
