namespace Motia;

/// <summary>How log lines look.</summary>
public enum LogFormat
{
    /// <summary>One readable line each.</summary>
    Text,

    /// <summary>One JSON object each.</summary>
    Json,
}
