namespace Motia.Silo.Tests.Items;

internal enum ItemsStepKind
{
    Set,
    Get,
    Remove,
    Clear,
    Count,
    Settle,
    Restart,
}
