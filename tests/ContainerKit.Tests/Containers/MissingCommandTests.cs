using ContainerKit.Containers;

namespace ContainerKit.Tests.Containers;

/// <summary>
/// Error messages of runtimes for a process that cannot start: runc (as Docker Engine 20.10 and 28 report them), crun
/// and gVisor.
/// </summary>
public sealed class MissingCommandTests
{
    [Theory]
    [InlineData("""failed to create shim task: OCI runtime create failed: runc create failed: unable to start """ +
        """container process: exec: "nope": executable file not found in $PATH: unknown""")]
    [InlineData("""failed to create shim task: OCI runtime create failed: runc create failed: unable to start """ +
        """container process: exec: "/nope": stat /nope: no such file or directory: unknown""")]
    [InlineData("""failed to create task for container: OCI runtime create failed: runc create failed: unable to """ +
        """start container process: error during container init: exec: "/etc": is a directory: permission denied""")]
    [InlineData("""OCI runtime exec failed: exec failed: unable to start container process: exec: "chdir": """ +
        """executable file not found in $PATH: unknown""")]
    [InlineData("exec /entrypoint.sh: no such file or directory")]
    [InlineData("crun: executable file `nope` not found in $PATH: No such file or directory: OCI runtime attempted " +
        "to invoke a command that was not found")]
    [InlineData("crun: open executable: Permission denied: OCI permission denied")]
    [InlineData("""starting root container: starting sandbox: error finding executable "nope" in PATH [/bin]: no such file or directory""")]
    public void A_runtime_error_about_a_missing_command_is_recognized(string message) =>
        ContainerOperations.IsCommandMissing(message).Should().BeTrue();

    [Theory]
    [InlineData("failed to create shim task: OCI runtime create failed: runc create failed: unable to start " +
        "container process: error during container init: unable to apply apparmor profile: apparmor failed to apply " +
        "profile: write /proc/self/attr/apparmor/exec: no such file or directory: unknown")]
    [InlineData("OCI runtime exec failed: exec failed: unable to start container process: unable to apply apparmor " +
        "profile: write /proc/self/attr/exec: permission denied: unknown")]
    [InlineData("""OCI runtime exec failed: exec failed: unable to start container process: chdir to cwd """ +
        """("/nowhere") set in config.json failed: no such file or directory: unknown""")]
    [InlineData("""error mounting "/srv/exec/data" to rootfs at "/data": no such file or directory""")]
    [InlineData("mkdir /var/lib/docker/exec-root: permission denied")]
    public void A_runtime_error_that_resembles_a_missing_command_is_not_recognized_as_one(string message) =>
        ContainerOperations.IsCommandMissing(message).Should().BeFalse();
}
