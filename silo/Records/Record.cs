using Orleans.Storage;

namespace Motia.Silo.Records;

/// <summary>One record and its etag. Its operations run one at a time; the caller sees to that.</summary>
internal sealed class Record(GrainRecords records, IGrainStorage storage, string stateName, GrainId id)
{
    private readonly RecordState _state = new();

    /// <summary>Whether the record is there, as far as the last operation told.</summary>
    public bool Exists => _state.RecordExists;

    /// <summary>Reads the record; empty if there is none.</summary>
    public async Task<byte[]> ReadAsync()
    {
        records.Enter(this);
        try
        {
            await storage.ReadStateAsync(stateName, id, _state);
            return _state.RecordExists ? _state.State!.Payload : [];
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>Writes the record; done when it is durable.</summary>
    /// <param name="payload">Nobody may change it afterwards.</param>
    public async Task WriteAsync(byte[] payload)
    {
        records.Enter(this);
        try
        {
            _state.State = new() { Payload = payload };
            await storage.WriteStateAsync(stateName, id, _state);
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>Deletes the record if it is there, after reading its etag if that is not known.</summary>
    public async Task DeleteAsync()
    {
        records.Enter(this);
        try
        {
            if (_state.ETag is null)
            {
                await storage.ReadStateAsync(stateName, id, _state);
            }

            if (_state.RecordExists)
            {
                await storage.ClearStateAsync(stateName, id, _state);
            }
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>The record as errors name it: <c>state/g:orders</c>.</summary>
    public override string ToString() => $"{stateName}/{id.Key}";

    private void Finish()
    {
        _state.State = RecordState.Nothing;
        records.Leave();
    }

    private sealed class RecordState : IGrainState<GrainRecord>
    {
        public static readonly GrainRecord Nothing = new();

        public GrainRecord? State { get; set; } = Nothing;

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}
