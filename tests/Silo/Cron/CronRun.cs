namespace Motia.Silo.Tests.Cron;

/// <summary>A run of the handler of a <c>CronSilo</c>.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Id">The delivery.</param>
/// <param name="Attempt">Which attempt.</param>
internal sealed record CronRun(string Step, string Id, int Attempt);
