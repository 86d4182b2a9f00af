using Microsoft.Extensions.DependencyInjection;
using Motia.Silo.Events;
using Motia.Silo.Steps;
using Motia.Silo.Topics;
using Motia.Silo.Traces;
using Orleans.Streams;

namespace Motia.Silo.Tests.Steps;

internal static class SiloServices
{
    /// <summary>What runs steps, without what loads them.</summary>
    public static IServiceCollection AddStepHosting(this IServiceCollection services) => services
        .AddKeyedSingleton<IStreamProvider, TopicStreamProvider>(TopicStreamProvider.ProviderName)
        .AddSingleton<StepRegistry>()
        .AddSingleton<StepHost>()
        .AddSingleton<StepSlots>()
        .AddSingleton<EventRunner>()
        .AddSingleton<SubscriptionTable>()
        .AddSingleton<TopicPublisher>()
        .AddSingleton<EventEmitter>()
        .AddSingleton<TraceWindow>();
}
