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
}
