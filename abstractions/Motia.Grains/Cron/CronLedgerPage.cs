using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>Some entries of a cron step's ledger, newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">Where the next page begins; 0 if there is none.</param>
[GenerateSerializer, Immutable, Alias("motia.cron-ledger-page")]
public sealed record CronLedgerPage([property: Id(0)] ImmutableArray<CronEntry> Entries, [property: Id(1)] long Next);
