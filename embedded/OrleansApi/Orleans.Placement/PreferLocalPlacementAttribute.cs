namespace Orleans.Placement;

/// <summary>A new activation is made in the caller's silo. Embedded has one silo.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class PreferLocalPlacementAttribute : Attribute;
