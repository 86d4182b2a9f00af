using Motia.Silo.Records;

namespace Motia.Silo.Tests.Records;

public sealed class GrainRecordsTests
{
    [Fact]
    public void Part_OfAGrain_HasAKeyThatBeginsWithALetterAndNamesBoth()
    {
        var records = new GrainRecords(new SimulatedStorage(new(), new(1)), GrainId.Create("state", "g:orders%2F1"));

        Assert.Equal("state/g:orders%2F1", records.Own("state").ToString());
        Assert.Equal("state-page/p:12.g.orders%2F1", records.Part("state-page", 12).ToString());
    }

    [Fact]
    public async Task Record_InTheRuntimesStorage_IsItsBytesAndNothingElse()
    {
        byte[] payload = [1, 0, 255, 3];

        var (stored, read) = await StoredBytes.KeepAsync(payload);

        Assert.Equal(payload, stored);
        Assert.Equal(payload, read);
    }

    [Fact]
    public void Record_WrittenAndDeleted_IsThereAndGone()
    {
        var (disk, simulation) = (new Disk(), new Simulation(1));
        var record = new GrainRecords(new SimulatedStorage(disk, simulation), GrainId.Create("state", "g:a")).Own("state");

        simulation.Run(() => record.WriteAsync([1, 2, 3]));
        Assert.Equal([1, 2, 3], simulation.Run(record.ReadAsync));
        Assert.True(record.Exists);
        simulation.Run(record.DeleteAsync);

        Assert.Empty(disk.Records);
        Assert.False(record.Exists);
        Assert.Empty(simulation.Run(record.ReadAsync));
    }

    [Fact]
    public void Delete_OfARecordThatWasNotRead_DeletesIt()
    {
        var (disk, simulation) = (new Disk(), new Simulation(1));
        var storage = new SimulatedStorage(disk, simulation);
        simulation.Run(() => new GrainRecords(storage, GrainId.Create("state", "g:a")).Own("state").WriteAsync([1]));

        simulation.Run(new GrainRecords(storage, GrainId.Create("state", "g:a")).Own("state").DeleteAsync);
        Assert.Empty(disk.Records);
        simulation.Run(new GrainRecords(storage, GrainId.Create("state", "g:a")).Own("state").DeleteAsync);
    }

    [Fact]
    public void Close_WhileAnOperationRuns_WaitsForItAndStartsNoMore()
    {
        var (disk, simulation) = (new Disk(), new Simulation(1));
        var records = new GrainRecords(new SimulatedStorage(disk, simulation), GrainId.Create("state", "g:a"));
        var write = simulation.Start(() => records.Own("state").WriteAsync([1]));
        simulation.Run(() => disk.Records.Count > 0);
        var close = records.CloseAsync();
        Assert.False(close.IsCompleted);

        simulation.Run();
        Assert.True(write.IsCompletedSuccessfully);
        Assert.True(close.IsCompletedSuccessfully);
        Assert.Throws<InvalidOperationException>(() => simulation.Run(records.Own("state").ReadAsync));
    }
}
