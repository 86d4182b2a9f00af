using System.Text.Json.Nodes;

namespace Motia.Silo.Runners.Protocol;

/// <summary>The meta of a Loaded.</summary>
/// <param name="Files">What was found in the files, in the order of the Load.</param>
/// <param name="Project">What the project's config says; null if there is none.</param>
/// <param name="Modules">The full paths of the project's own files that were loaded for it, or looked for in vain.</param>
/// <param name="Memory">The resident bytes of the runner.</param>
internal sealed record LoadedMeta(IReadOnlyList<LoadedFile>? Files, LoadedProject? Project, IReadOnlyList<string>? Modules, long Memory);

/// <summary>One file that was loaded.</summary>
/// <param name="File">Its full path.</param>
/// <param name="Config">Its config.</param>
/// <param name="Handler">Whether it has a handler.</param>
/// <param name="Middleware">How many middleware functions its config has.</param>
/// <param name="CanAccess">Whether its config decides who may subscribe.</param>
/// <param name="Error">Why it could not be loaded.</param>
internal sealed record LoadedFile(string? File, JsonNode? Config, bool Handler, int Middleware, bool CanAccess, ErrorMeta? Error);

/// <summary>The project's config.</summary>
/// <param name="Authenticate">Whether it says who connects to the streams.</param>
/// <param name="Ignored">Its keys that mean nothing here.</param>
/// <param name="Error">Why it could not be loaded.</param>
internal sealed record LoadedProject(bool Authenticate, IReadOnlyList<string>? Ignored, ErrorMeta? Error);
