using Microsoft.Playwright;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>A Chromium for the tests of a class. What goes wrong in a page is kept.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Chromium is { } path)
        {
            _playwright = await Playwright.CreateAsync();

            // Its sandbox does not work for root, who runs the tests in a container.
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, ChromiumSandbox = Environment.UserName != "root" });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens a page in a profile of its own.</summary>
    public async Task<IPage> OpenAsync(Uri address)
    {
        var page = await (await _browser!.NewContextAsync()).NewPageAsync();
        await page.GotoAsync(address.ToString());
        return page;
    }
}
