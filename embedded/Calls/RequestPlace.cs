namespace Motia.Embedded.Calls;

/// <summary>The list of its target that a request is in.</summary>
internal enum RequestPlace : byte
{
    None,
    Interleaving,
    Waiting,
    Executing,
}
