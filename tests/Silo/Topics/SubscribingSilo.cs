using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Grains;
using Motia.Silo.Topics;

namespace Motia.Silo.Tests.Topics;

/// <summary>What one of several silos has for the subscriptions.</summary>
internal sealed class SubscribingSilo : IDisposable
{
    private readonly Subscriber _subscriber;

    public SubscribingSilo(IGrainFactory grains, string environment = "Production") => _subscriber = new(
        grains,
        Table,
        new() { ProjectDirectory = Path.GetTempPath() },
        new HostingEnvironment { EnvironmentName = environment },
        NullLogger<Subscriber>.Instance);

    public SubscriptionTable Table { get; } = new();

    /// <summary>Loads a version of the step "Step".</summary>
    public Task LoadAsync(params string[] topics) => LoadAsync(QueueType.Standard, topics);

    /// <summary>Loads a version of the step "Step".</summary>
    public Task LoadAsync(QueueType queue, params string[] topics) => _subscriber.SubscribeAsync(new(
        [
            new StepDescription
            {
                Name = "Step", Type = StepKind.Event, Language = "csharp", File = "none.step.cs", Subscribes = topics, Infrastructure = new() { Queue = new() { Type = queue } },
            },
        ],
        []));

    /// <summary>Loads a catalog without steps.</summary>
    public Task LoadNothingAsync() => _subscriber.SubscribeAsync(new([], []));

    /// <summary>What the keeper does every ten seconds.</summary>
    public Task RenewAsync() => _subscriber.RenewAsync();

    public bool Knows(string topic) => !Table.Of(topic).IsEmpty;

    public void Dispose() => _subscriber.Dispose();
}
