using Microsoft.Extensions.DependencyInjection;
using Sample.Orders;

namespace Sample;

/// <summary>Registers the services that handlers ask for. Applied each time the steps are loaded.</summary>
public static class Startup
{
    public static void Configure(IServiceCollection services) => services.AddSingleton<PriceList>();
}
