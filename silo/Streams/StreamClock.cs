using Motia.Silo.Records;

namespace Motia.Silo.Streams;

/// <summary>
/// Numbers a group's changes with their time in milliseconds, each greater than all before, whatever becomes of the activation or the clock: a record tells up to where
/// numbers may have been given, a little ahead of need. Used only inside the grain's turns.
/// </summary>
internal sealed class StreamClock
{
    // After a crash the numbers go on that much later; and whoever gives numbers for longer writes that often.
    private const long Ahead = 5_000;

    // An empty group's record may go when the machines' clocks, which may differ, are surely past it.
    private const long Skew = 60_000;
    private const byte Format = 1;

    private readonly Record _record;
    private readonly TimeProvider _time;
    private readonly SaveLoop _saves;
    private Task? _loading;
    private long _last;
    private long _bound;

    public StreamClock(Record record, TimeProvider time)
    {
        (_record, _time) = (record, time);
        _saves = new(SaveAsync);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Sees to it that there are numbers soon, while something else is being saved.</summary>
    public void Prepare()
    {
        if (_loading is { IsCompletedSuccessfully: true } && _saves.Pending is null && Math.Max(Now, _last + 1) + (Ahead / 2) > _bound)
        {
            _ = _saves.RequestAsync();
        }
    }

    /// <summary>Gives the next number, if one may be given; else make some with <see cref="ReserveAsync"/> and try again.</summary>
    public bool TryTake(out long number)
    {
        number = Math.Max(Now, _last + 1);
        if (number >= _bound)
        {
            return false;
        }

        _last = number;
        return true;
    }

    /// <summary>Done when there are numbers, unless they are used up meanwhile.</summary>
    public async Task ReserveAsync()
    {
        await (_loading ??= LoadAsync());
        await _saves.RequestAsync();
    }

    /// <summary>Writes down the last number that was given, or nothing when nobody needs it: for an activation that ends in order.</summary>
    /// <param name="isGone">Whether the group has no item.</param>
    public async Task CloseAsync(bool isGone)
    {
        if (_loading is not { IsCompletedSuccessfully: true } || _saves.Pending is { IsFaulted: true })
        {
            return;
        }

        await (_saves.Pending ?? Task.CompletedTask);
        if (isGone && _last + Skew < Now)
        {
            await _record.DeleteAsync();
        }
        else if (_bound > _last + 1)
        {
            await WriteAsync(_last + 1);
        }
    }

    private async Task LoadAsync()
    {
        var payload = await _record.ReadAsync();
        if (_record.Exists)
        {
            var reader = new RecordReader(_record.ToString(), payload, Format);
            _last = reader.ReadNumber() - 1;
        }
    }

    private async Task SaveAsync()
    {
        var bound = Math.Max(Now, _last + 1) + Ahead;
        await WriteAsync(bound);
        _bound = bound;
    }

    private Task WriteAsync(long bound)
    {
        var payload = new byte[1 + RecordWriter.SizeOfNumber(bound)];
        var writer = new RecordWriter(payload);
        writer.Write(Format);
        writer.WriteNumber(bound);
        return _record.WriteAsync(payload);
    }
}
