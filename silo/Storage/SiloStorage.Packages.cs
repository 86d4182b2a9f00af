using Microsoft.Extensions.DependencyInjection;
using Motia.Silo.Records;
using Orleans.Hosting;

namespace Motia.Silo.Storage;

/// <summary>Where grains keep their records: in this silo's memory, until the cluster's storage comes.</summary>
internal static class SiloStorage
{
    public static void Add(ISiloBuilder silo, MotiaHostOptions options)
    {
    }
}
