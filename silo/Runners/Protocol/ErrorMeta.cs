namespace Motia.Silo.Runners.Protocol;

/// <summary>An error on its way between the silo and a runner.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Message">Its message.</param>
/// <param name="Stack">Name, message and stack.</param>
/// <param name="Code">Its code.</param>
/// <param name="Line">The line of the source, from 1, for errors of loading.</param>
internal sealed record ErrorMeta(string? Name, string? Message, string? Stack = null, string? Code = null, int? Line = null);
