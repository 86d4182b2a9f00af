namespace Motia.Embedded.Calls;

/// <summary>What a method returns.</summary>
internal enum ReturnShape
{
    Nothing,
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
}
