using Microsoft.Extensions.Logging;

namespace Motia.Embedded.Calls;

/// <summary>What all calls in a silo have in common.</summary>
internal sealed record CallSettings(TimeProvider Clock, TimeSpan ResponseTimeout, ILogger Logger);
