namespace Motia.Gateway.Routing;

/// <summary>What a segment of a route matches.</summary>
public enum RouteSegmentKind
{
    /// <summary>Its own text.</summary>
    Literal,

    /// <summary><c>:name</c>: any one segment.</summary>
    Parameter,

    /// <summary><c>:name?</c>: one segment or none.</summary>
    Optional,

    /// <summary><c>*</c>: all that is left, which may be nothing.</summary>
    Rest,
}
