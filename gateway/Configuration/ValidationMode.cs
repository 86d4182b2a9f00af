using System.ComponentModel;

namespace Motia;

/// <summary>Whether bodies are checked against their schemas. In settings <c>on</c> or <c>off</c>; <c>true</c> and <c>false</c> say the same.</summary>
[TypeConverter(typeof(ValidationModeConverter))]
public enum ValidationMode
{
    /// <summary>They are not.</summary>
    Off,

    /// <summary>They are.</summary>
    On,
}
