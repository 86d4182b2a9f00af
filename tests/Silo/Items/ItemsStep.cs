namespace Motia.Silo.Tests.Items;

/// <summary>One step of a test: a call, or a restart.</summary>
internal sealed record ItemsStep(ItemsStepKind Kind, string Key = "", int Size = 0, int Stamp = 0)
{
    public string Value => $"{Stamp}:{new string('x', Size)}";

    public void Do(ItemsModel model)
    {
        switch (Kind)
        {
            case ItemsStepKind.Set:
                model.Set(Key, Value);
                break;
            case ItemsStepKind.Remove:
                model.Remove(Key);
                break;
            case ItemsStepKind.Clear:
                model.Clear();
                break;
        }
    }

    public Task DoAsync(ItemsRun run) => Kind switch
    {
        ItemsStepKind.Set => run.Items.SetAsync(Key, System.Text.Encoding.UTF8.GetBytes(Value)).AsTask(),
        ItemsStepKind.Remove => run.Items.RemoveAsync(Key).AsTask(),
        ItemsStepKind.Clear => run.Items.ClearAsync(),
        ItemsStepKind.Get => run.Items.GetAsync(Key).AsTask(),
        ItemsStepKind.Count => run.Items.CountAsync(),
        _ => throw new InvalidOperationException($"{Kind} is not a call."),
    };

    public override string ToString() => Kind switch
    {
        ItemsStepKind.Set => $"Set({Key}, {Size})",
        ItemsStepKind.Get or ItemsStepKind.Remove => $"{Kind}({Key})",
        _ => $"{Kind}",
    };
}
