using FsCheck;
using FsCheck.Fluent;
using Motia.Embedded.Storage;
using Motia.Embedded.Storage.Sqlite;
using Xunit.Abstractions;

namespace Motia.Embedded.Tests.Storage;

public sealed class ModelTests(ITestOutputHelper output)
{
    private enum Action
    {
        Write,
        Delete,
        Read,
        Reopen,
    }

    private enum Etag
    {
        Current,
        None,
        Stale,
        OfAnother,
    }

    [Fact]
    public void Store_AnyOperations_DoesWhatADictionaryDoes()
    {
        ulong seed = (ulong)Random.Shared.NextInt64();
        output.WriteLine($"seed {seed}");
        Gen<Step> step =
            from action in Weighted((12, Action.Write), (4, Action.Delete), (6, Action.Read), (1, Action.Reopen))
            from etag in Weighted((6, Etag.Current), (2, Etag.None), (2, Etag.Stale), (1, Etag.OfAnother))
            from key in Gen.Choose(0, 5)
            from size in Gen.Frequency((8, Gen.Choose(0, 300)), (2, Gen.Choose(300, 20_000)))
            select new Step(action, etag, key, size);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(seed, 1 | (seed << 1)),
            Prop.ForAll(step.ListOf().ToArbitrary(), steps => Run(steps).GetAwaiter().GetResult()));
    }

    private static Gen<T> Weighted<T>(params (int Weight, T Value)[] choices) =>
        Gen.Frequency([.. choices.Select(choice => (choice.Weight, Gen.Constant(choice.Value)))]);

    private static async Task Run(IReadOnlyList<Step> steps)
    {
        using TestDirectory directory = new();
        Dictionary<string, StoredRecord> model = [];
        List<string> everGiven = [];
        SqliteRecordStore store = directory.Open();
        try
        {
            foreach (Step step in steps)
            {
                if (step.Action == Action.Reopen)
                {
                    await store.DisposeAsync();
                    store = directory.Open();
                    continue;
                }

                await Run(step, store, model, everGiven);
            }

            foreach (int key in Enumerable.Range(0, 6))
            {
                await Run(new Step(Action.Read, Etag.None, key, 0), store, model, everGiven);
            }
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    private static async Task Run(Step step, SqliteRecordStore store, Dictionary<string, StoredRecord> model, List<string> everGiven)
    {
        string key = $"g:{step.Key}";
        string? current = model.TryGetValue(key, out StoredRecord known) ? known.Etag : null;
        string? etag = step.Etag switch
        {
            Etag.Current => current,
            Etag.Stale => everGiven.FirstOrDefault(given => given != current),
            Etag.OfAnother => model.FirstOrDefault(pair => pair.Key != key).Value.Etag,
            _ => null,
        };
        byte[] data = new byte[step.Size];
        new Random(step.Size).NextBytes(data);
        try
        {
            switch (step.Action)
            {
                case Action.Write:
                    string given = await store.WriteAsync("state", key, data, etag);
                    Assert.DoesNotContain(given, everGiven);
                    Assert.Equal(current, etag);
                    everGiven.Add(given);
                    model[key] = new StoredRecord(data, given);
                    break;
                case Action.Delete:
                    await store.DeleteAsync("state", key, etag);
                    Assert.Equal(current, etag);
                    model.Remove(key);
                    break;
                default:
                    StoredRecord? found = await store.ReadAsync("state", key);
                    Assert.Equal(current, found?.Etag);
                    Assert.Equal(known.Data.ToArray(), found?.Data.ToArray() ?? []);
                    break;
            }
        }
        catch (RecordConflictException conflict)
        {
            Assert.NotEqual(current, etag);
            Assert.Equal(current, conflict.EtagFound);
        }
    }

    private sealed record Step(Action Action, Etag Etag, int Key, int Size);
}
