using Microsoft.Extensions.Primitives;
using Motia.Grains;

namespace Motia.Gateway.Catalog;

/// <summary>Where the gateway learns which steps are loaded.</summary>
public interface ICatalogSource
{
    /// <summary>The steps that are loaded now.</summary>
    CatalogSnapshot Current { get; }

    /// <summary>Fires once when <see cref="Current"/> has changed.</summary>
    IChangeToken Changed { get; }

    /// <summary>Whether a step is served from its last good version, because its file, or something that goes with it, now has a mistake.</summary>
    /// <param name="step">A step of the current catalog.</param>
    bool IsStale(StepDescription step);

    /// <summary>Whether a stream's definition is its last good version, likewise.</summary>
    /// <param name="stream">A stream of the current catalog.</param>
    bool IsStale(StreamDescription stream);
}
