using ContainerKit.Files;

namespace ContainerKit.Tests.Files;

public sealed class ArchiveNameTests
{
    [Theory]
    [InlineData("etc/passwd", "etc|passwd")]
    [InlineData("./etc//passwd/", "etc|passwd")]
    [InlineData("./", "")]
    [InlineData("a..b/..c/d..", "a..b|..c|d..")]
    [InlineData("back\\slash", "back\\slash")]
    [InlineData("CON/x:y ", "CON|x:y ")]
    public void A_name_has_its_parts(string name, string parts) => string.Join('|', ArchiveName.Parts(name, isWindows: false)).Should().Be(parts);

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/..")]
    [InlineData("/etc/passwd")]
    [InlineData("//etc")]
    [InlineData("a\0b")]
    public void A_name_that_leads_out_is_refused(string name) =>
        FluentActions.Invoking(() => ArchiveName.Parts(name, isWindows: false)).Should().Throw<UnsafeArchiveException>().Which.Entry.Should().Be(name);

    [Theory]
    [InlineData("C:/x")]
    [InlineData("a/b:stream")]
    [InlineData("..\\x")]
    [InlineData("\\x")]
    [InlineData("a/NUL")]
    [InlineData("com1.txt")]
    [InlineData("dots.")]
    [InlineData("space ")]
    [InlineData("tab\tbed")]
    [InlineData("what?")]
    public void A_name_that_Windows_gives_another_meaning_is_refused_there(string name) =>
        FluentActions.Invoking(() => ArchiveName.Parts(name, isWindows: true)).Should().Throw<UnsafeArchiveException>();

    [Theory]
    [InlineData("file", 0)]
    [InlineData("./a/b", 0)]
    [InlineData("../x", 1)]
    [InlineData("../../x/y", 2)]
    [InlineData("..", 1)]
    public void A_link_may_point_to_what_is_copied_with_it(string target, int depth) => ArchiveName.StaysInside(target, depth, isWindows: false).Should().BeTrue();

    [Theory]
    [InlineData("..\\a\\b", true, "../a/b")]
    [InlineData("..\\a", false, "..\\a")]
    [InlineData("../a", true, "../a")]
    public void A_link_of_this_machine_goes_along_with_slashes(string target, bool isWindows, string sent) => ArchiveName.OfLinkTarget(target, isWindows).Should().Be(sent);

    [Theory]
    [InlineData("/etc/passwd", 5)]
    [InlineData("..", 0)]
    [InlineData("../x", 0)]
    [InlineData("../../x", 1)]
    [InlineData("", 1)]
    // What stands before the dots may be a link itself, and then they lead elsewhere than they seem to.
    [InlineData("a/../b", 3)]
    [InlineData("../a/..", 3)]
    public void A_link_may_not_point_outside(string target, int depth) => ArchiveName.StaysInside(target, depth, isWindows: false).Should().BeFalse();

    [Theory]
    [InlineData("C:\\x")]
    [InlineData("\\\\server\\share")]
    [InlineData("a\\..\\..\\x")]
    public void A_link_may_not_point_outside_in_the_ways_of_Windows(string target) => ArchiveName.StaysInside(target, depth: 1, isWindows: true).Should().BeFalse();
}
