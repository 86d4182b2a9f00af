using Motia.Embedded.Activations;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Motia.Embedded.Hosting;

/// <summary>What must hold before a silo starts. Orleans has the same rules.</summary>
internal static class SettingsCheck
{
    internal static void Run(GrainCollectionOptions collection, TimeSpan responseTimeout, IEnumerable<GrainTypeEntry> types)
    {
        if (responseTimeout <= TimeSpan.Zero)
        {
            throw new OrleansConfigurationException($"SiloMessagingOptions.ResponseTimeout is {responseTimeout}; it must be more than zero.");
        }

        if (collection.CollectionQuantum <= TimeSpan.Zero)
        {
            throw new OrleansConfigurationException($"GrainCollectionOptions.CollectionQuantum is {collection.CollectionQuantum}; it must be more than zero.");
        }

        CheckAge("GrainCollectionOptions.CollectionAge", collection.CollectionAge, collection);
        foreach (var type in types)
        {
            CheckAge($"The collection age of {type.Class.FullName}", type.CollectionAge, collection);
        }
    }

    private static void CheckAge(string what, TimeSpan age, GrainCollectionOptions collection)
    {
        if (age <= collection.CollectionQuantum)
        {
            throw new OrleansConfigurationException(
                $"{what} is {age}; it must be more than GrainCollectionOptions.CollectionQuantum, which is {collection.CollectionQuantum}.");
        }
    }
}
