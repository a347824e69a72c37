using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Remote;

namespace ContainerKit.Services.Tests;

public sealed class SeleniumChromiumTests : ServiceTest
{
    private const string Page =
        """<title>Parcels</title><button onclick="document.title = 'Sent'">Send</button>""";

    [DockerFact(Timeout = 120_000)]
    public async Task SeleniumChromium_shows_a_page_of_another_container_to_Selenium_WebDriver()
    {
        var spec = new SeleniumChromiumSpec();
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var browser = await SeleniumChromium.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() with { Networks = [network] } })
            .ExecuteAsync(Token);
        await using var site = await Nginx.Run(new NginxSpec
        {
            Container = Spec() with { Networks = [network] },
            Pages = new Dictionary<string, string> { ["index.html"] = Page },
        }).ExecuteAsync(Token);

        using var driver = new RemoteWebDriver(new Uri(browser.ConnectionString), new ChromeOptions());
        await driver.Navigate().GoToUrlAsync(site.InternalConnectionString);
        driver.Title.Should().Be("Parcels");
        driver.FindElement(By.TagName("button")).Click();
        driver.Title.Should().Be("Sent");
        driver.GetScreenshot().AsByteArray.Should().StartWith([0x89, (byte)'P', (byte)'N', (byte)'G']);
    }
}
