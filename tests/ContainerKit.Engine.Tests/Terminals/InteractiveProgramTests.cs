using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Terminals;

/// <summary>Tests terminals with programs that ask questions.</summary>
public sealed class InteractiveProgramTests : EngineTest
{
    [DockerFact]
    public async Task Terminal_answers_the_questions_of_adduser()
    {
        await using var container = await Image.Pull(Debian).Run(Spec("sleep", "infinity"))
            .Terminal(new TerminalSpec("adduser", "ada"), async (terminal, token) =>
            {
                await terminal.ExpectAsync("New password: ", token);
                await terminal.SendLineAsync(PlantedSecrets.TypedPassword, token);
                await terminal.ExpectAsync("Retype new password: ", token);
                await terminal.SendLineAsync(PlantedSecrets.TypedPassword, token);
                await terminal.ExpectAsync("Full Name []: ", token);
                await terminal.SendLineAsync("Ada Lovelace", token);
                while ((await terminal.ExpectAnyAsync(["[]: ", "[Y/n] "], token)).Alternative == 0) await terminal.SendLineAsync(token);
                await terminal.SendLineAsync("Y", token);
                Assert.Equal(0, await terminal.WaitAsync(token));
            })
            .ExecuteAsync(Token);

        (await DockerCli.GetOutputAsync("exec", container.Id, "grep", "^ada:", "/etc/passwd")).Should().Contain("Ada Lovelace")
            .And.Contain("/home/ada");
        (await DockerCli.GetOutputAsync("exec", container.Id, "grep", "^ada:", "/etc/shadow")).Should().Contain("$");
    }

    [DockerFact]
    public async Task Terminal_answers_dpkg_reconfigure_with_the_numbers_of_its_menu()
    {
        await using var container = await SleeperAsync(Debian);
        var readline = new TerminalSpec("dpkg-reconfigure", "debconf")
        {
            Environment = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "readline" },
        };
        await using var terminal = await container.OpenTerminalAsync(readline, Token);

        await terminal.SendLineAsync((await terminal.ExpectAsync(new Regex(@"(\d+)\. Readline"), Token)).Groups[1].Value, Token);
        await terminal.SendLineAsync((await terminal.ExpectAsync(new Regex(@"(\d+)\. medium"), Token)).Groups[1].Value, Token);
        await terminal.ExpectEndAsync(Token);

        (await terminal.WaitAsync(Token)).Should().Be(0);
        (await DockerCli.GetOutputAsync("exec", container.Id, "sh", "-c", "echo get debconf/priority | debconf-communicate"))
            .Should().Be("0 medium");
    }

    [DockerFact]
    public async Task Terminal_answers_the_password_prompt_of_psql()
    {
        await using var postgres = await Image.Pull("postgres:15")
            .Run(Spec() with
            {
                Hostname = "db",
                Environment = new Dictionary<string, string> { ["POSTGRES_PASSWORD"] = PlantedSecrets.DatabasePassword },
            })
            .Exec("sh", "-c", "until pg_isready -q -h 127.0.0.1 -U postgres; do sleep 0.05; done")
            .ExecuteAsync(Token);
        // Connects by host name, because PostgreSQL trusts loopback connections. The pager is off because it would wait for a key.
        var psql = new TerminalSpec("psql", "-h", "db", "-U", "postgres", "-P", "pager=off");

        await using (var wrong = await postgres.OpenTerminalAsync(psql, Token))
        {
            await wrong.ExpectAsync("Password", Token);
            await wrong.SendLineAsync(PlantedSecrets.WrongDatabasePassword, Token);
            var failure = await FluentActions.Awaiting(() => wrong.ExpectAsync("=# ", Token))
                .Should().ThrowAsync<ExpectationFailedException>().WithMessage("*authentication failed*");
            failure.Which.ExitCode.Should().Be(2);
            failure.Which.Message.Should().NotContain(PlantedSecrets.WrongDatabasePassword);
        }

        await using var terminal = await postgres.OpenTerminalAsync(psql, Token);
        await terminal.ExpectAsync("Password", Token);
        await terminal.SendLineAsync(PlantedSecrets.DatabasePassword, Token);
        await terminal.ExpectAsync("postgres=# ", Token);
        await terminal.SendLineAsync("select 6 * 7 as answer;", Token);
        (await terminal.ExpectAsync(new Regex(@"\((\d+) rows?\)"), Token)).Before.Should().Contain("42");
        await terminal.SendLineAsync(@"\q", Token);
        (await terminal.WaitAsync(Token)).Should().Be(0);
    }

    [DockerFact]
    public async Task Failed_terminal_step_fails_its_plan_and_leaves_no_container()
    {
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Terminal("sh", (terminal, token) => terminal.ExpectAsync("never", TimeSpan.FromMilliseconds(200), token));

        plan.ToString().Should().EndWith("→ exec -it sh");
        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<ExpectationFailedException>().WithMessage("*\"never\" within 0.2 s*Cleaned up: container*");

        failure.Which.Step.Should().Be("exec -it sh");
        (await ContainersAsync()).Should().BeEmpty();
    }
}
