using NUnit.Framework;

[assembly: ContainerKit.Testing.ContainerTests]

namespace ContainerKit.Testing.DemoNUnit;

[SetUpFixture]
public sealed class SharedContainer
{
    public static DemoContainer Instance { get; } = new();

    [OneTimeSetUp]
    public Task StartAsync() => Instance.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => Instance.DisposeAsync();
}

public sealed class SharedTests
{
    [Test]
    public Task A_test_uses_the_container_of_the_assembly() => SharedContainer.Instance.LogAsync("shared");
}

public sealed class LogTests
{
    private readonly DemoContainer _container = new();

    [OneTimeSetUp]
    public Task StartAsync() => _container.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _container.DisposeAsync();

    [Test]
    public Task A_test_passes() => _container.LogAsync("while the passing test ran");

    [Test]
    public async Task A_test_fails()
    {
        await _container.LogAsync("while the failing test ran");
        Assert.Fail("on purpose");
    }

    [Test]
    public async Task A_test_with_its_own_container_fails()
    {
        await using var own = await new DemoContainer().StartAsync();
        await own.LogAsync("by the separate container");
        Assert.Fail("on purpose");
    }

    [Test, CancelAfter(2000)]
    public async Task A_test_times_out(CancellationToken cancellationToken)
    {
        await _container.LogAsync("before the timeout");
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    [TestCase(1)]
    [TestCase(2)]
    public Task A_test_finds_no_file(int row) => _container.CreateFileAsync("/used");
}

[Parallelizable(ParallelScope.Children)]
public sealed class ParallelTests
{
    private readonly DemoContainer _container = new();

    [OneTimeSetUp]
    public Task StartAsync() => _container.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _container.DisposeAsync();

    [Test]
    public async Task A_first_test_runs_beside_the_second()
    {
        await _container.CreateFileAsync("/first");
        await Meeting.MeetAsync(0);
        await _container.RequireFileAsync("/second");
    }

    [Test]
    public async Task A_second_test_runs_beside_the_first()
    {
        await _container.CreateFileAsync("/second");
        await Meeting.MeetAsync(1);
        await _container.RequireFileAsync("/first");
    }
}

public sealed class GroupTests
{
    private readonly DemoGroup _group = new();

    [OneTimeSetUp]
    public Task StartAsync() => _group.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _group.DisposeAsync();

    [Test]
    public Task A_test_uses_both_containers() => _group["client"].ExecAsync(["ping", "-c", "1", "server"]);
}

public sealed class FailedStartTests
{
    private readonly FailingContainer _container = new();

    [OneTimeSetUp]
    public Task StartAsync() => _container.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _container.DisposeAsync();

    [Test]
    public void A_test_whose_fixture_failed_to_start_does_not_run() => DemoFiles.Append("DEMO_IDS", "the test ran");
}

public sealed class UnseededTests
{
    private readonly UnseededContainer _container = new();

    [OneTimeSetUp]
    public Task StartAsync() => _container.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _container.DisposeAsync();

    [Test]
    public void A_test_whose_fixture_is_not_seeded_does_not_run() => DemoFiles.Append("DEMO_IDS", "the test ran");
}

public sealed class RetryTests
{
    private readonly DemoContainer _container = new();
    private int _attempts;

    [OneTimeSetUp]
    public Task StartAsync() => _container.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _container.DisposeAsync();

    [Test, Retry(2)]
    public async Task A_retried_test_passes()
    {
        await _container.CreateFileAsync("/used");
        Assert.That(++_attempts, Is.EqualTo(2));
    }
}

public sealed class HangingTests
{
    private readonly DemoContainer _container = new();

    [OneTimeSetUp]
    public Task StartAsync() => _container.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _container.DisposeAsync();

    [Test]
    public async Task A_test_hangs_if_requested()
    {
        if (!DemoFiles.IsNamed("DEMO_HANG")) return;
        DemoFiles.Append("DEMO_HANG", "hangs");
        await Task.Delay(Timeout.Infinite);
    }
}
