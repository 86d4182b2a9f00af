namespace OwnHost;

public static class Startup
{
    public static void Configure(IServiceCollection services) => services.AddSingleton<Greeter>();
}
