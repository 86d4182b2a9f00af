using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Motia.OrleansConformance.Tests.Hosting;
using Orleans.Storage;

namespace Motia.OrleansConformance.Tests.Storage;

public sealed class RecordGrain([PersistentState("conformance", TestSilo.Records)] IPersistentState<BytesState> record) : Grain, IRecordGrain
{
    private readonly Guid _which = Guid.NewGuid();
    private string? _atActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _atActivation = Text();
        return Task.CompletedTask;
    }

    public Task<string?> GetAtActivation() => Task.FromResult(_atActivation);

    public Task<string?> Get() => Task.FromResult(Text());

    public Task<bool> Exists() => Task.FromResult(record.RecordExists);

    public Task<string?> Etag() => Task.FromResult(record.Etag);

    public Task<Guid> Which() => Task.FromResult(_which);

    public Task Set(string value)
    {
        record.State = State(value);
        return record.WriteStateAsync();
    }

    public async Task<string> TrySet(string value)
    {
        try
        {
            await Set(value);
            return "";
        }
        catch (InconsistentStateException conflict)
        {
            return nameof(InconsistentStateException) + (conflict.Message.Length > 0 ? "" : " without words");
        }
    }

    public Task Reread() => record.ReadStateAsync();

    public Task Clear() => record.ClearStateAsync();

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task SetThrice() => Task.WhenAll(Set("one"), Set("two"), Set("three"));

    public async Task<string> ReachOutsideATurn()
    {
        try
        {
            await Task.Run(() => record.State);
            return "nothing";
        }
        catch (InvalidOperationException)
        {
            return nameof(InvalidOperationException);
        }
    }

    public async Task WriteBehind(string value)
    {
        var storage = ServiceProvider.GetRequiredKeyedService<IGrainStorage>(TestSilo.Records);
        var other = new GrainState<BytesState>();
        await storage.ReadStateAsync("conformance", this.GetGrainId(), other);
        other.State = State(value);
        await storage.WriteStateAsync("conformance", this.GetGrainId(), other);
    }

    private static BytesState State(string value) => new() { Bytes = Encoding.UTF8.GetBytes(value) };

    private string? Text() => record.RecordExists ? Encoding.UTF8.GetString(record.State.Bytes.Span) : null;
}
