
namespace Motia.Silo.Tests.Records;

internal sealed partial class RecordSilo
{
    private static void AddRuntime(ISiloBuilder silo)
    {
    }
}
