namespace Motia;

/// <summary>A step without a handler: something outside the project that the graph should show.</summary>
public sealed class NoopStep : StepConfig;
